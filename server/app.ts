/** The HTTP stack, from the outside in: trace → answer → headers → limits → pages | health | callbacks | API. */
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import helmet from 'koa-helmet';
import { type Logger } from 'pino';
import { z } from 'zod';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { answer, refuseUnknown, trace, type Traced } from './answer';
import { antiForgery, ownOrigin } from './antiForgery';
import { approvalRoutes } from './approval.routes';
import { absenceRoutes } from './absence.routes';
import { assignmentRoutes } from './assignment.routes';
import { auditRoutes } from './audit.routes';
import { type AnswerPush, callbackRoutes } from './callback';
import { dutyFeedRoutes, dutyRoutes } from './duty.routes';
import { delegationRoutes } from './delegation.routes';
import { deviceRoutes } from './device.routes';
import { directoryRoutes } from './directory.routes';
import { discussionRoutes } from './discussion.routes';
import { documentRoutes } from './document.routes';
import { exportRoutes } from './evidence.export';
import { evidenceRoutes } from './evidence.routes';
import { declarationRoutes } from './declaration.routes';
import { fieldRoutes } from './field.routes';
import { fileRoutes } from './files.routes';
import { followUpRoutes } from './followUp.routes';
import { lookBackRoutes } from './lookBack.routes';
import { rectificationRoutes } from './rectification.routes';
import { flyingCommitmentRoutes, flyingRoutes } from './flying.routes';
import { type HealthDoors, healthRoutes, statusRoute } from './health';
import { caseExportRoutes } from './caseFile.export';
import { caseFileRoutes } from './caseFile.routes';
import { checkItemRoutes } from './checkItem.routes';
import { enterpriseRoutes } from './enterprise.routes';
import { incidentRoutes } from './incident.routes';
import { inspectionRoutes } from './inspection.routes';
import { hearingRoutes } from './hearing.routes';
import { partyRoutes, partyStaffRoutes } from './party.routes';
import { type SendCode } from './party.session';
import { penaltyRoutes } from './penalty.routes';
import { paymentRoutes } from './payment.routes';
import { disclosureRoutes } from './disclosure.routes';
import { publicRoutes } from './public.routes';
import { discretionRoutes } from './discretion.routes';
import { lawRoutes } from './law.routes';
import { type Live } from './live';
import { massAlertRoutes } from './massAlert.routes';
import { merkleRoutes } from './merkle.routes';
import { onSiteRoutes } from './onSite.routes';
import { openApiDocument } from './openapi';
import { pages } from './pages';
import { petitionRoutes } from './petition.routes';
import { rateLimits } from './rateLimits';
import { recordRoutes } from './record.routes';
import { routeOf } from './route';
import { responsibilityRoutes } from './responsibility.routes';
import { rotationRoutes } from './rotation.routes';
import { rosterRoutes } from './roster.routes';
import { packRoutes } from './pack.routes';
import { type PlatformFactor, secondFactorRoutes } from './secondFactor.routes';
import { transferRoutes } from './transfer.routes';
import { settingRoutes } from './setting.routes';
import { templateRoutes } from './template.routes';
import { verifyRoutes } from './verify.routes';
import { type SignInDoors, signedIn, signInRoutes } from './signIn';
import { type WebhookSecrets, webhookRoutes } from './webhook';
import { type Boundary } from './wall.boundary';
import { wallRoutes } from './wall.routes';
import { deadmanRoute, watchRoutes } from './watchdog.routes';

interface AppDoors extends SignInDoors, HealthDoors {
  log: Logger;
  live: Live;
  /** Folder of the built pages. */
  pagesFolder: string;
  /** The operator's own outline of the city; absent: the page's sketch. */
  boundary?: Boundary;
  trustedOrigins: readonly string[];
  trustProxy: boolean;
  requestsPerMinute: number;
  /** Parameters of `dd.config` for a page of ours. */
  jsapiConfig: (url: string) => Promise<object>;
  /** Secrets of the systems that may send signals; absent: none may. */
  webhookSecrets?: WebhookSecrets;
  /** The platform's own second factor beside the PIN; absent: the PIN alone. */
  platformFactor?: PlatformFactor;
  /** Hands the party of a case its code by SMS; absent where there is no gateway. */
  sendCode?: SendCode;
  /** Absent when DingTalk speaks by Stream. */
  answerPush?: AnswerPush;
}

/**
 * Styles are inline because antd and antd-mobile write theirs into the page while it runs; scripts never are. The DingTalk
 * client on a computer shows the app in a frame of its own.
 */
function headers(publicUrl: string): Middleware {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // Videos just recorded are looked at from the page's own memory.
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'", 'https://*.dingtalk.com'],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // frame-ancestors says it better, and this header would forbid DingTalk's frame.
    xFrameOptions: false,
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** One line per request: no address parameters, no body, no name. */
function accessLog(): Middleware<Traced> {
  return async (ctx, next) => {
    const started = performance.now();
    await next();
    const route = routeOf(ctx);
    if (!route) return;
    const ms = Math.round(performance.now() - started);
    ctx.state.log.info({ method: ctx.method, route, status: ctx.status, ms }, 'answered');
  };
}

const BODY_BYTES = '256kb';
const json = bodyParser({ enableTypes: ['json'], jsonLimit: BODY_BYTES, jsonStrict: true, encoding: 'utf-8' });

/** A piece of a file on its way up: bytes as they are, which its route reads and bounds. */
const isPiece = ({ method, path }: { method: string; path: string }) =>
  method === 'PUT' && (path.startsWith('/api/evidence/') || path === '/api/party/files');

/** Bodies are JSON or, for photos, multipart; whatever else is sent is refused before it is read. */
const jsonBodies: Middleware = async (ctx, next) => {
  const hasBody = ctx.get('transfer-encoding') !== '' || Number(ctx.get('content-length')) > 0;
  if (!hasBody || ctx.path === '/api/files' || ctx.path === '/api/templates' || isPiece(ctx)) {
    await next();
    return;
  }
  if (!ctx.is('json')) throw new DomainError('UNSUPPORTED_MEDIA', '提交的格式不对，请刷新页面后重新提交。');
  await json(ctx, next);
};

const PageUrl = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) });

function api(doors: AppDoors): Router {
  const router = new Router();
  router.use(signedIn(doors) as never, antiForgery(doors.sessions) as never);
  router.get('/api/jsapi', async (ctx) => {
    const { url } = checked(PageUrl, { ...ctx.query });
    ctx.body = await doors.jsapiConfig(url);
  });
  assignmentRoutes(router);
  secondFactorRoutes(router, doors.platformFactor);
  delegationRoutes(router);
  approvalRoutes(router);
  discussionRoutes(router);
  deviceRoutes(router, doors.sessions);
  packRoutes(router, doors.boundary ?? null);
  directoryRoutes(router);
  fileRoutes(router);
  exportRoutes(router, doors.settings);
  evidenceRoutes(router);
  petitionRoutes(router);
  incidentRoutes(router);
  enterpriseRoutes(router);
  checkItemRoutes(router);
  fieldRoutes(router);
  inspectionRoutes(router);
  partyStaffRoutes(router);
  caseFileRoutes(router, doors.settings);
  caseExportRoutes(router, doors.settings);
  penaltyRoutes(router);
  paymentRoutes(router);
  disclosureRoutes(router);
  hearingRoutes(router);
  massAlertRoutes(router);
  rotationRoutes(router);
  flyingRoutes(router, doors);
  declarationRoutes(router);
  dutyRoutes(router, doors.settings);
  rosterRoutes(router);
  absenceRoutes(router);
  auditRoutes(router);
  responsibilityRoutes(router);
  onSiteRoutes(router);
  followUpRoutes(router);
  rectificationRoutes(router);
  lookBackRoutes(router);
  templateRoutes(router);
  lawRoutes(router);
  settingRoutes(router);
  transferRoutes(router);
  discretionRoutes(router);
  documentRoutes(router, { publicUrl: doors.settings.publicUrl, ...(doors.office ? { office: doors.office } : {}) });
  recordRoutes(router);
  wallRoutes(router, {
    boundary: doors.boundary ?? null,
    onError: (error) => doors.log.error({ err: error }, 'a part of the wall could not be read'),
  });
  statusRoute(router, doors);
  watchRoutes(router);
  doors.live.routes(router);
  return router;
}

/** The Koa application, not yet listening. */
export function createApp(doors: AppDoors): Koa {
  const app = new Koa({ proxy: doors.trustProxy });
  // What reaches Koa itself is a broken connection; everything else was answered.
  app.on('error', (error: unknown) => doors.log.debug({ err: error }, 'connection ended early'));

  const open = new Router();
  healthRoutes(open, doors);
  deadmanRoute(open);
  flyingCommitmentRoutes(open);
  open.get('/api/openapi.json', (ctx) => {
    ctx.body = openApiDocument();
  });
  const pushes = new Router();
  if (doors.answerPush) callbackRoutes(pushes, doors.answerPush);
  webhookRoutes(pushes, { secrets: doors.webhookSecrets ?? {}, clock: doors.clock });
  const feeds = new Router();
  merkleRoutes(feeds);
  publicRoutes(feeds, doors);
  verifyRoutes(feeds, { publicUrl: doors.settings.publicUrl });
  dutyFeedRoutes(feeds, { publicUrl: doors.settings.publicUrl, clock: doors.clock });
  const signIn = signInRoutes(doors);
  const party = partyRoutes(doors);
  const inner = api(doors);

  app.use(trace(doors.log) as never);
  app.use(doors.metrics.middleware);
  app.use(accessLog() as never);
  app.use(answer() as never);
  app.use(headers(doors.settings.publicUrl));
  app.use(open.routes());
  app.use(pushes.routes());
  app.use(rateLimits(doors.requestsPerMinute));
  app.use(feeds.routes());
  app.use(signInOrPages(doors.pagesFolder));
  app.use(refuseUnknown() as never);
  app.use(ownOrigin([doors.settings.publicUrl, ...doors.trustedOrigins]));
  app.use(noStore);
  app.use(jsonBodies);
  app.use(signIn.routes());
  app.use(party.routes());
  app.use(inner.routes());
  app.use(inner.allowedMethods());
  return app;
}

const noStore: Middleware = async (ctx, next) => {
  await next();
  if (!ctx.response.get('cache-control')) ctx.set('cache-control', 'no-store');
};

/** The two addresses of the web login look like pages and are not. */
function signInOrPages(folder: string): Middleware {
  const serve = pages(folder);
  return async (ctx, next) => {
    await (/^\/signin(\/start)?$/.test(ctx.path) ? next() : serve(ctx, next));
  };
}
