/** Who on the page watches what. One entry per topic, however many parts watch it. */
export interface TopicBook {
  /** Returns how to stop watching. */
  watch(topic: string, onChange: () => void): () => void;
  /** Tells the watchers of these topics that they changed. */
  tell(topics: readonly string[]): void;
  /** Called with all topics, sorted, at once and whenever the set changed. */
  onTopics(listener: (topics: readonly string[]) => void): () => void;
}

export function createTopicBook(): TopicBook {
  const watchers = new Map<string, Set<() => void>>();
  const listeners = new Set<(topics: readonly string[]) => void>();
  const announce = () => {
    const topics = [...watchers.keys()].sort();
    for (const listener of listeners) listener(topics);
  };
  return {
    watch(topic, onChange) {
      const known = watchers.get(topic);
      if (known) known.add(onChange);
      else {
        watchers.set(topic, new Set([onChange]));
        announce();
      }
      return () => {
        const set = watchers.get(topic);
        set?.delete(onChange);
        if (set?.size === 0) {
          watchers.delete(topic);
          announce();
        }
      };
    },
    tell(topics) {
      for (const topic of topics) for (const onChange of [...(watchers.get(topic) ?? [])]) onChange();
    },
    onTopics(listener) {
      listeners.add(listener);
      listener([...watchers.keys()].sort());
      return () => listeners.delete(listener);
    },
  };
}
