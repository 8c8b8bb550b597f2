/** The only fields a log line may carry. Never text, never tokens. */
export interface LogFields {
  readonly tenant?: string;
  readonly ticket?: string;
  readonly inbox?: string;
  readonly outbox?: string;
  readonly platform?: string;
  readonly workspace?: string;
  readonly channel?: string;
  readonly loop?: string;
  readonly reference?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly attempt?: number;
  readonly tookMs?: number;
  readonly status?: number;
  readonly method?: string;
  readonly path?: string;
  readonly port?: number;
  readonly url?: string;
  readonly version?: string;
}

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `error` contributes its class and stack, never its message: messages quote data. */
  error(event: string, fields: LogFields, error: unknown): void;
}

export interface Clock {
  now(): Date;
}
