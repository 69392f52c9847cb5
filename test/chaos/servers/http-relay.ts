import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface Target {
  readonly port: number;
}

/** A moment in somebody's work: a request on its way, or its answer. It stays there until `act` is done. */
export interface Moment<T extends Target> {
  readonly when: 'before' | 'after';
  readonly matches: (method: string, path: string) => boolean;
  /** Whether the request, or its answer, then goes on; else the connection is cut. */
  readonly act: (target: T) => Promise<'goes on' | 'is lost'>;
}

export interface HttpRelay<T extends Target> {
  readonly url: string;
  /** Waits for the next request that matches, once. Answers how to give up. */
  expect(moment: Moment<T>): () => void;
  close(): Promise<void>;
}

/** Hands each request on to the target whose turn it is; without one, as with one that dies, the connection is cut. */
export async function startHttpRelay<T extends Target>(next: () => T | null): Promise<HttpRelay<T>> {
  const moments = new Set<Moment<T>>();
  const agent = new Agent({ keepAlive: false });

  function momentOf(when: Moment<T>['when'], { method = '', url = '' }: IncomingMessage): Moment<T> | null {
    const found = [...moments].find((moment) => moment.when === when && moment.matches(method, url));
    if (found) moments.delete(found);
    return found ?? null;
  }

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = next();
    if (!target) throw new Error('nobody is up');
    if ((await momentOf('before', request)?.act(target)) === 'is lost') throw new Error('lost on its way');
    const { method, url: path, headers } = request;
    const onward = ask({ host: '127.0.0.1', port: target.port, method, path, headers, agent });
    response.once('close', () => onward.destroy());
    request.pipe(onward);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    answer.once('error', () => response.destroy());
    if ((await momentOf('after', request)?.act(target)) === 'is lost')
      throw new Error('lost on its way back');
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }

  const server = createServer((request, response) => {
    relay(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    expect(moment) {
      moments.add(moment);
      return () => moments.delete(moment);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
