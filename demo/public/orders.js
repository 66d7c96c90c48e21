/** The page's own code: the form, and signing in. Refreshing and alerting need none. */
import { say, startOrders } from './order-form.js';
import { startSignIn } from './sign-in.js';

startOrders();
startSignIn({ changed: () => say('', ''), failed: (sentence) => say(sentence, 'problem') });
