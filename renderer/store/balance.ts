import { create } from 'zustand';
import { api } from '../api.ts';
import { chosenConnection, useSession } from './session.ts';

/** What is left on the connection that runs use, in US dollars; undefined when it is unlimited or not told. */
export const useBalance = create<{ readonly connection: string | undefined; readonly left: number | undefined }>(
  () => ({
    connection: undefined,
    left: undefined,
  }),
);

/** Asks the gateway; what it does not tell is not shown. */
export async function refreshBalance(): Promise<void> {
  const connection = chosenConnection(useSession.getState());
  if (connection === undefined || connection.practice || connection.key === 'missing') {
    useBalance.setState({ connection: undefined, left: undefined });
    return;
  }
  const { name } = connection;
  if (useBalance.getState().connection !== name) useBalance.setState({ connection: name, left: undefined });
  const { key, account } = await api().call('connection.account', { name });
  // A key may be worth less than the account has; then that is what is left for it.
  const amounts = [key?.unlimited === true ? undefined : key?.available, account?.balance];
  const known = amounts.filter((amount) => amount !== undefined);
  if (chosenConnection(useSession.getState())?.name !== name) return;
  useBalance.setState({ left: known.length === 0 ? undefined : Math.min(...known) });
}

/** Asks at the start and whenever another connection is chosen. Returns what ends it. */
export function followBalance(): () => void {
  const ask = (): void => {
    refreshBalance().catch(() => undefined);
  };
  ask();
  return useSession.subscribe((state, before) => {
    if (chosenConnection(state) !== chosenConnection(before)) ask();
  });
}
