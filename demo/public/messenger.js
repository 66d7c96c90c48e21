/** The page's own code: signing in. The conversation needs none. */
import { startSignIn } from './sign-in.js';

const messenger = document.querySelector('dx-messenger');

// So that own messages are known in a history, too.
startSignIn({ changed: (name) => (messenger.userId = name || null) });
