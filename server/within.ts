/** What the work gives, or `otherwise` when it fails or takes longer than `msMax`: whoever waits for it has an answer. */
export async function within<T>(work: Promise<T>, msMax: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), msMax);
  });
  try {
    return await Promise.race([work.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}
