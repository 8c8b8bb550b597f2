import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';

/** A browser that opens the API's own address is led to where one tries queries. */
const html =
  '<!doctype html><meta http-equiv="refresh" content="0; url=/graphiql"><title>GraphiQL</title>';

/** With `shown` false no page at all, nor the framework's own. */
export const landingPage = (shown: boolean): ApolloServerPlugin =>
  shown
    ? { serverWillStart: async () => ({ renderLandingPage: async () => ({ html }) }) }
    : ApolloServerPluginLandingPageDisabled();
