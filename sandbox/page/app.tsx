import { useState } from 'react';
import { Footer } from './footer';
import { Side } from './side';
import { useRemembered } from './use-remembered';
import { type Line, useWorkspace } from './use-workspace';

const WARNINGS: { readonly [line in Line]: string } = {
  connecting: '',
  up: '',
  lost: 'The connection to the sandbox is lost. Trying again…',
};

/** The whole page: the customer's side, the vendor's side, and what the desk is doing. */
export function App() {
  const { workspace, line, refresh } = useWorkspace('slack');
  const teams = useWorkspace('teams');
  const [narrow, setNarrow] = useRemembered('side', 'customer');
  const [news, setNews] = useState('');
  const [customerIn, setCustomerIn] = useRemembered('customer.platform', 'slack');
  const [vendorIn, setVendorIn] = useRemembered('vendor.platform', 'slack');
  const platforms = { customer: customerIn, vendor: vendorIn };
  const choose = { customer: setCustomerIn, vendor: setVendorIn };

  if (!workspace) {
    return (
      <main className="opening" aria-busy={line === 'connecting'}>
        <p>{WARNINGS[line] || 'Opening the workspace…'}</p>
      </main>
    );
  }
  return (
    <>
      <header className="top">
        <h1>
          Threadkeeper <span>local chat workspace</span>
        </h1>
        <nav className="switch" aria-label="Side">
          {(['customer', 'vendor'] as const).map((side) => (
            <button
              key={side}
              type="button"
              aria-pressed={narrow === side}
              onClick={() => setNarrow(side)}
            >
              {side === 'customer' ? 'Customer' : 'Vendor’s team'}
            </button>
          ))}
        </nav>
      </header>
      {WARNINGS[line] && (
        <p className="line-lost" role="alert">
          {WARNINGS[line]}
        </p>
      )}
      <main className="sides" data-shown={narrow}>
        {(['customer', 'vendor'] as const).map((kind) => {
          const platform = teams.workspace && platforms[kind] === 'teams' ? 'teams' : 'slack';
          const chosen = platform === 'teams' ? teams : { workspace, refresh };
          return (
            <Side
              key={`${kind} ${platform}`}
              kind={kind}
              workspace={chosen.workspace ?? workspace}
              onNews={setNews}
              onDone={chosen.refresh}
              onPlatform={teams.workspace ? choose[kind] : null}
            />
          );
        })}
      </main>
      <Footer
        workspace={{
          ...workspace,
          deliveries: [...workspace.deliveries, ...(teams.workspace?.deliveries ?? [])],
        }}
        line={line}
      />
      <p className="unseen" aria-live="polite">
        {news}
      </p>
    </>
  );
}
