/** The code of one person's page: signing in, and the form. */
import { startOrders } from './order-form.js';
import { session, signIn } from './sign-in.js';

startOrders();
const { user } = document.querySelector('#person').dataset;
if (!session()) signIn(user);
