// Rendered for each request.
export const dynamic = 'force-dynamic';

let orders = 0;

export default function Page() {
  orders += 1;
  return <p id="orders">{orders}</p>;
}
