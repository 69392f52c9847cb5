/** Deliveries: stored before they are acknowledged, drained by workers. */
export interface Inbox {
  /** Stores each at most once (by GUID), in one statement; a dead one that is delivered again becomes pending. */
  store(deliveries: readonly Delivery[]): Promise<void>;
  /** Claims up to `limit` due deliveries for `leaseMs`, oldest first, skipping those that another worker has. */
  claim(limit: number, leaseMs: number): Promise<readonly ClaimedDelivery[]>;
  /** Another `leaseMs` for those that are still this claim's; answers their GUIDs. Nobody else's are touched. */
  renew(deliveries: readonly DeliveryClaim[], leaseMs: number): Promise<ReadonlySet<string>>;
  settle(guid: string): Promise<void>;
  /** Tried again after `delayMs`, or `dead` when null. Nothing happens when somebody else has claimed it since. */
  fail(delivery: DeliveryClaim, error: string, delayMs: number | null): Promise<void>;
  /**
   * Not now, through no fault of theirs: due again after `delayMs`, and the claim does not count as an attempt. Nothing
   * happens to those that somebody else has claimed since.
   */
  postpone(deliveries: readonly DeliveryClaim[], delayMs: number): Promise<void>;
  dead(): Promise<
    readonly { guid: string; event: string; error: string; receivedAt: Date; attempts: number }[]
  >;
  /** Puts a dead delivery back to pending. False: there is no such dead delivery. */
  redrive(guid: string): Promise<boolean>;
}

/** `attempts` counts the claims, this one included, and so tells it from every other. */
export interface DeliveryClaim {
  readonly guid: string;
  readonly attempts: number;
}

export interface ClaimedDelivery extends Delivery, DeliveryClaim {}

export interface Delivery {
  readonly guid: string;
  readonly event: string;
  readonly installationId: number | null;
  /** Exactly the bytes that were signed. */
  readonly body: Buffer;
  /** Of what its arrival is a part (`traceparent`), where somebody traces. */
  readonly trace?: string | null;
}
