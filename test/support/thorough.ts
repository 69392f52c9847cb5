/** Whether this run takes its time (`npm run test:thorough`): variants that `npm test` leaves out are run too. */
export const THOROUGH = process.env['FLOWS_THOROUGH'] === '1';
