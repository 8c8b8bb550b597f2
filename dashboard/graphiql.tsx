import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './styles/graphiql.css';
import { readSession } from './api/session';

type Request = Parameters<Parameters<typeof GraphiQL>[0]['fetcher']>[0];
type Options = Parameters<Parameters<typeof GraphiQL>[0]['fetcher']>[1];

const EXAMPLE = `# Write a query; Ctrl+Space completes, Ctrl+Enter runs, the book on the left explains.
query Waiting {
  tickets(filter: { waitingOn: { eq: US } }, first: 10) {
    nodes { number subject status customer { name } assignee { name } }
    pageInfo { hasNextPage endCursor }
  }
}
`;

/** Whoever is signed in on the dashboard of this tab asks as the same one. */
const authorization = `Bearer ${readSession()?.token ?? '<API token>'}`;

const ask = async (request: Request, options: Options): Promise<object> => {
  const response = await fetch('/graphql', {
    method: 'POST',
    // The schema is asked for before the headers are there.
    headers: { 'content-type': 'application/json', authorization, ...options?.headers },
    body: JSON.stringify(request),
  });
  return response.json();
};

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <GraphiQL
        fetcher={ask}
        defaultQuery={EXAMPLE}
        defaultHeaders={JSON.stringify({ authorization }, null, 2)}
        defaultEditorToolsVisibility="headers"
        showPersistHeadersSettings={false}
      />
    </StrictMode>,
  );
