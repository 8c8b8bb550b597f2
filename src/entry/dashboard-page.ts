import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, Router } from 'express';

/** Nothing inline, nothing from elsewhere: text of a customer has no way to become a program. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** For trying queries: GraphiQL brings its fonts in its style sheet, and its editor writes markup. */
const TRY_POLICY = POLICY.replace("font-src 'self'", "font-src 'self' data:").replace(
  "; require-trusted-types-for 'script'",
  '',
);

/** Addresses inside the page; every other unknown path stays a 404. */
const PLACES = [
  '/',
  '/tickets{/*rest}',
  '/figures/:measure',
  '/customers{/*rest}',
  '/channels/:id',
  '/people',
  '/settings{/*rest}',
];

/** The supervisors' page, as `npm run build` left it in `folder`, and GraphiQL where one tries things. */
export const dashboardPage = (folder: string, showsGraphiql: boolean): RequestHandler => {
  const router = Router();
  router.use(['/assets', '/graphiql', ...PLACES], compression());
  router.use(
    '/assets',
    // Their names carry a hash of what is in them.
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  const page =
    (name: string, policy: string): RequestHandler =>
    (_request, response, next) => {
      response.set({ 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' });
      response.sendFile(name, { root: folder }, (error) => {
        // Not built: the desk works without its page.
        if (error !== undefined && !response.headersSent) next();
      });
    };
  router.get(PLACES, page('index.html', POLICY));
  if (showsGraphiql) router.get('/graphiql', page('graphiql.html', TRY_POLICY));
  return router;
};
