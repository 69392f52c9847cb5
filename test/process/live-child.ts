/** Follows the log and prints the id of each line. Arguments: address, token, the id after which to begin. */
import { WebSocket } from 'ws';
import { ServerMessage } from '../../src/http/live/messages.ts';

const [url = '', token = '', after = '0'] = process.argv.slice(2);
const answer = await fetch(`${url}/api/ws-tickets`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}` },
});
const { ticket } = (await answer.json()) as { ticket: string };
const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?ticket=${ticket}`);
socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', after: Number(after) })));
socket.on('message', (data: Buffer) => {
  const message = ServerMessage.parse(JSON.parse(data.toString()));
  if (message.type === 'activity') process.stdout.write(`${message.id}\n`);
  if (message.type === 'subscribed' && !message.complete) process.stdout.write('incomplete\n');
});
