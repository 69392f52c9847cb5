// tsx gives every function its name again at run time, each time one is made. Simulated programs make them all the time
// and read no names: without this a seed takes a tenth less. Registered after tsx, whose answer it changes.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const GIVES_NAMES = '__name=(target,value)=>__defProp(target,"name",{value,configurable:true})';
const GIVES_NONE = '__name=target=>target';

if (isMainThread) register(import.meta.url);

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.startsWith('file:') || loaded.source === null || loaded.source === undefined) return loaded;
  return { ...loaded, source: String(loaded.source).replace(GIVES_NAMES, GIVES_NONE) };
}
