// Much of a test is waiting for servers that start, for loads that have a rate and for witnesses: two at once, each with ports of its own.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
