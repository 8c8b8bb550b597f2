import { Building2, ChartNoAxesColumn, Inbox, Settings, Users } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { FrameTools } from './frame-tools';
import { measureNamed } from './pages/measure-words';
import { Overview } from './pages/overview';
import { TicketList } from './pages/ticket-list';
import { TicketPage } from './pages/ticket-page';
import { Boundary } from './ui/boundary';
import { Logo } from './ui/logo';
import { NotLive } from './ui/not-live';
import { Empty, Loading } from './ui/states';

const FigurePage = lazy(() => import('./pages/figure-page'));
const Customers = lazy(() => import('./pages/customers'));
const CustomerPage = lazy(() => import('./pages/customer-page'));
const People = lazy(() => import('./pages/people'));
const DeskSettings = lazy(() => import('./pages/settings'));

const PLACES = [
  { href: '/', label: 'Overview', icon: ChartNoAxesColumn },
  { href: '/tickets', label: 'Tickets', icon: Inbox },
  { href: '/customers', label: 'Customers', icon: Building2 },
  { href: '/people', label: 'People', icon: Users },
  { href: '/settings', label: 'Settings', icon: Settings },
] as const;

const Navigation = () => {
  const [location] = useLocation();
  return (
    <nav className="places" aria-label="Main">
      {PLACES.map(({ href, label, icon: Icon }) => {
        const isHere =
          href === '/'
            ? location === '/' || location.startsWith('/figures')
            : location.startsWith(href);
        return (
          <Link key={href} href={href} aria-current={isHere ? 'page' : undefined}>
            <Icon size={17} aria-hidden="true" />
            <span>{label}</span>
          </Link>
        );
      })}
    </nav>
  );
};

export const Frame = () => {
  const [location] = useLocation();
  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <aside className="side">
        <Link href="/" className="brand" aria-label="Threadkeeper, overview">
          <Logo />
          <span>Threadkeeper</span>
        </Link>
        <Navigation />
        <FrameTools />
      </aside>
      <main id="content" tabIndex={-1}>
        <NotLive />
        <Boundary key={location}>
          <Suspense fallback={<Loading rows={6} />}>
            <Switch>
              <Route path="/" component={Overview} />
              <Route path="/tickets" component={TicketList} />
              <Route path="/tickets/:number">
                {({ number }) => <TicketPage key={number} number={Number(number)} />}
              </Route>
              <Route path="/figures/:measure">
                {({ measure }) => {
                  const known = measureNamed(measure);
                  return known === null ? (
                    <Empty title="There is no such figure" />
                  ) : (
                    <FigurePage key={known} measure={known} />
                  );
                }}
              </Route>
              <Route path="/customers" component={Customers} />
              <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={id} />}</Route>
              <Route path="/people" component={People} />
              <Route path="/settings">
                <Redirect to="/settings/channels" replace />
              </Route>
              <Route path="/settings/:part">{({ part }) => <DeskSettings part={part} />}</Route>
              <Route>
                <Empty title="There is nothing here">The address may be mistyped.</Empty>
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
};
