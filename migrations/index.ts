import { Desk1763700000001 } from './1763700000001-desk';
import { Tickets1763700000002 } from './1763700000002-tickets';
import { Shelves1763700000003 } from './1763700000003-shelves';
import { Access1763700000004 } from './1763700000004-access';
import { Conversations1763700000020 } from './1763700000020-conversations';
import { Care1763700000030 } from './1763700000030-care';
import { CustomerReferences1763700000035 } from './1763700000035-customer-references';
import { Words1763700000036 } from './1763700000036-words';
import { Links1763700000050 } from './1763700000050-links';
import { Consents1763700000051 } from './1763700000051-consents';
import { Escalation1763700000060 } from './1763700000060-escalation';
import { ThirdParty1763700000070 } from './1763700000070-third-party';
import { Silence1763700000071 } from './1763700000071-silence';
import { Ratings1763700000072 } from './1763700000072-ratings';
import { PromisesDue1763700000080 } from './1763700000080-promises-due';
import { Usage1763700000090 } from './1763700000090-usage';
import { Changes1763700000091 } from './1763700000091-changes';
import { Webhooks1763700000100 } from './1763700000100-webhooks';
import { Facts1763700000110 } from './1763700000110-facts';
import { Spoken1763700000140 } from './1763700000140-spoken';
import { Parts1763700000150 } from './1763700000150-parts';
import { Assignment1763700000160 } from './1763700000160-assignment';
import { Causes1763700000170 } from './1763700000170-causes';
import { Signals1763700000171 } from './1763700000171-signals';
import { WallOnce1763700000180 } from './1763700000180-wall-once';
import { TokenScopes1763700000185 } from './1763700000185-token-scopes';
import { Audit1763700000186 } from './1763700000186-audit';
import { SignIn1763700000187 } from './1763700000187-sign-in';
import { Search1763700000190 } from './1763700000190-search';
import { MeasuredHours1763700000200 } from './1763700000200-measured-hours';
import { Rollups1763700000201 } from './1763700000201-rollups';
import { MeasuredSignals1763700000202 } from './1763700000202-measured-signals';
import { Digests1763700000210 } from './1763700000210-digests';
import { DaysOff1763700000220 } from './1763700000220-days-off';
import { WorkItems1763700000230 } from './1763700000230-work-items';
import { PartnerQueues1763700000250 } from './1763700000250-partner-queues';
import { RefusedSignIns1763700000251 } from './1763700000251-refused-sign-ins';
import { Finished1763700000260 } from './1763700000260-finished';
import { RollupsByHour1763700000270 } from './1763700000270-rollups-by-hour';
import { EscalationWords1763700000280 } from './1763700000280-escalation-words';
import { AccountFacts1763700000281 } from './1763700000281-account-facts';
import { Labels1763700000282 } from './1763700000282-labels';
import { Late1763700000290 } from './1763700000290-late';
import { NamesFolded1763700000300 } from './1763700000300-names-folded';
import { Strangers1763700000320 } from './1763700000320-strangers';
import { MovedItems1763700000321 } from './1763700000321-moved-items';
import { KeptHealth1763700000330 } from './1763700000330-kept-health';
import { Held1763700000340 } from './1763700000340-held';
import { LabelsFolded1763700000341 } from './1763700000341-labels-folded';
import { LabelCount1763700000342 } from './1763700000342-label-count';
import { SearchTerms1763700000351 } from './1763700000351-search-terms';
import { RevisedFacts1763700000370 } from './1763700000370-revised-facts';
import { SettledFacts1763700000371 } from './1763700000371-settled-facts';
import { JoinedItems1763700000390 } from './1763700000390-joined-items';
import { RevisedAgain1763700000400 } from './1763700000400-revised-again';

/** In the order they run. A landed migration is never edited; the next one is added below. */
export const migrations = [
  Desk1763700000001,
  Tickets1763700000002,
  Shelves1763700000003,
  Access1763700000004,
  Conversations1763700000020,
  Care1763700000030,
  CustomerReferences1763700000035,
  Words1763700000036,
  Links1763700000050,
  Consents1763700000051,
  Escalation1763700000060,
  ThirdParty1763700000070,
  Silence1763700000071,
  Ratings1763700000072,
  PromisesDue1763700000080,
  Usage1763700000090,
  Changes1763700000091,
  Webhooks1763700000100,
  Facts1763700000110,
  Spoken1763700000140,
  Parts1763700000150,
  Assignment1763700000160,
  Causes1763700000170,
  Signals1763700000171,
  WallOnce1763700000180,
  TokenScopes1763700000185,
  Audit1763700000186,
  SignIn1763700000187,
  Search1763700000190,
  MeasuredHours1763700000200,
  Rollups1763700000201,
  MeasuredSignals1763700000202,
  Digests1763700000210,
  DaysOff1763700000220,
  WorkItems1763700000230,
  PartnerQueues1763700000250,
  RefusedSignIns1763700000251,
  Finished1763700000260,
  RollupsByHour1763700000270,
  EscalationWords1763700000280,
  AccountFacts1763700000281,
  Labels1763700000282,
  Late1763700000290,
  NamesFolded1763700000300,
  Strangers1763700000320,
  MovedItems1763700000321,
  KeptHealth1763700000330,
  Held1763700000340,
  LabelsFolded1763700000341,
  LabelCount1763700000342,
  SearchTerms1763700000351,
  RevisedFacts1763700000370,
  SettledFacts1763700000371,
  JoinedItems1763700000390,
  RevisedAgain1763700000400,
] as const;
