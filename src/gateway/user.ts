/** Who somebody is within one app. */
export interface User {
  id: string;
  /** What the app lets the user do; the gateway only passes it on. `user` where the configuration says nothing. */
  role: string;
}
