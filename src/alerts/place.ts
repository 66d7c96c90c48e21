/** Where alerts come from and for whom. */
export interface AlertPlace {
  /** Server and app. */
  readonly app: string;
  /** Session id; null = nobody is signed in. */
  readonly session: string | null;
}
