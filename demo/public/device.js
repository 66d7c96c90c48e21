/** The code of one device: signing in. The inbox needs none. */
import { session, signIn } from './sign-in.js';

if (!session()) signIn('anna');
