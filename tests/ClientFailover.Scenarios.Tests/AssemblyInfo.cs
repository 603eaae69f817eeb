// A run waits for the thread pool to be idle: two at once would wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
