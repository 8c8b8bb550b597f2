import { lazy, Suspense } from 'react';
import { useQuery } from 'urql';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { MembersProvider } from './api/members';
import { type May, MayContext, mayOf, OfferedContext } from './api/viewer';
import { FrameTools } from './frame-tools';
import { ViewerDocument } from './generated/graphql';
import { partNamed } from './pages/health-words';
import { measureNamed } from './pages/measure-words';
import { Overview } from './pages/overview';
import { PLACES } from './places';
import { Boundary } from './ui/boundary';
import { FrameLoading, Loading } from './ui/loading';
import { Logo } from './ui/logo';
import { NotLive } from './ui/not-live';
import { Empty, Failed, NotForYou } from './ui/states';
import { useKeys } from './use-keys';

const TicketList = lazy(() => import('./pages/ticket-list'));
const TicketPage = lazy(() => import('./pages/ticket-page'));
const FigurePage = lazy(() => import('./pages/figure-page'));
const Customers = lazy(() => import('./pages/customers'));
const CustomerPage = lazy(() => import('./pages/customer-page'));
const HealthPartPage = lazy(() => import('./pages/health-part-page'));
const ChannelPage = lazy(() => import('./pages/channel-page'));
const People = lazy(() => import('./pages/people'));
const DeskSettings = lazy(() => import('./pages/settings'));

const Navigation = ({ may }: { may: May }) => {
  const [location] = useLocation();
  return (
    <nav className="places" aria-label="Main">
      {PLACES.filter(({ isFor }) => isFor(may)).map(({ href, label, icon: Icon }) => {
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

const Pages = ({ may }: { may: May }) => (
  <Switch>
    <Route path="/" component={Overview} />
    <Route path="/tickets" component={TicketList} />
    <Route path="/tickets/:number">
      {({ number }) => <TicketPage key={number} number={Number(number)} />}
    </Route>
    <Route path="/figures/:measure">
      {({ measure }) => {
        const known = measureNamed(measure);
        if (!may.isLead) return <NotForYou title="Figures" />;
        return known === null ? (
          <Empty title="There is no such figure" />
        ) : (
          <FigurePage key={known} measure={known} />
        );
      }}
    </Route>
    <Route path="/customers">{may.isStaff ? <Customers /> : <NotForYou title="Customers" />}</Route>
    <Route path="/customers/:id">
      {({ id }) =>
        may.isStaff ? <CustomerPage key={id} id={id} /> : <NotForYou title="Customers" />
      }
    </Route>
    <Route path="/customers/:id/health/:part">
      {({ id, part }) => {
        const known = partNamed(part);
        if (!may.isStaff) return <NotForYou title="Customers" />;
        return known === null ? (
          <Empty title="There is no such part" />
        ) : (
          <HealthPartPage key={`${id} ${known}`} id={id} part={known} />
        );
      }}
    </Route>
    <Route path="/channels/:id">
      {({ id }) => (may.isStaff ? <ChannelPage key={id} id={id} /> : <NotForYou title="Channel" />)}
    </Route>
    <Route path="/people">{may.isStaff ? <People /> : <NotForYou title="People" />}</Route>
    <Route path="/settings">
      <Redirect to="/settings/channels" replace />
    </Route>
    <Route path="/settings/:part">
      {({ part }) => (may.isLead ? <DeskSettings part={part} /> : <NotForYou title="Settings" />)}
    </Route>
    <Route>
      <Empty title="There is nothing here">The address may be mistyped.</Empty>
    </Route>
  </Switch>
);

const SignedInFrame = ({ may }: { may: May }) => {
  const [location] = useLocation();
  useKeys();
  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <aside className="side">
        <Link href="/" className="brand" title="Overview">
          <Logo />
          <span>
            Threadkeeper
            <span className="desk-name">{may.deskName}</span>
          </span>
        </Link>
        <Navigation may={may} />
        <FrameTools />
      </aside>
      <main id="content" tabIndex={-1}>
        <NotLive />
        <Boundary key={location}>
          <Suspense fallback={<Loading rows={6} />}>
            <Pages may={may} />
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
};

/** First who this is: what they may not do is not shown. */
const Frame = () => {
  const [{ data, error }, ask] = useQuery({ query: ViewerDocument });
  if (data === undefined) {
    if (error === undefined) return <FrameLoading />;
    return (
      <main id="content" className="before">
        <Failed error={error} again={() => ask({ requestPolicy: 'network-only' })} />
      </main>
    );
  }
  const may = mayOf(data.viewer);
  return (
    <MayContext value={may}>
      <OfferedContext value={may.work}>
        <MembersProvider ask={may.isStaff}>
          <SignedInFrame may={may} />
        </MembersProvider>
      </OfferedContext>
    </MayContext>
  );
};

export default Frame;
