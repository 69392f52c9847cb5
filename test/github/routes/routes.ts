import type { Route } from '../http/route.ts';
import { actionsRoutes } from './actions.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { commitRoutes } from './commits.ts';
import { deploymentRoutes } from './deployments.ts';
import { gitRoutes } from './git.ts';
import { hookDeliveryRoutes } from './hook-deliveries.ts';
import { issueCommentRoutes } from './issue-comments.ts';
import { issueLinkRoutes } from './issue-links.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { oauthRoutes } from './oauth.ts';
import { peopleRoutes } from './people.ts';
import { pullRoutes } from './pulls.ts';
import { ruleRoutes } from './rules.ts';

/** Every REST operation; the first that fits wins, so `issues/comments` and `commits/{ref}/check-runs` come before what would swallow them. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...hookDeliveryRoutes,
  ...oauthRoutes,
  ...peopleRoutes,
  ...issueCommentRoutes,
  ...labelRoutes,
  ...issueLinkRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...actionsRoutes,
  ...deploymentRoutes,
  ...gitRoutes,
  ...ruleRoutes,
  ...commitRoutes,
];
