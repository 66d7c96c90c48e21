/** Where alerts come from and for whom. */
export interface AlertScope {
  /** Server and app. */
  readonly app: string;
  /** Session id; null = nobody is signed in. */
  readonly session: string | null;
}
