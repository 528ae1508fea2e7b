// The fixture programs react to a system call of this process: two tests at a time would see each other's rows.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
