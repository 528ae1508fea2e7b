// Each test has the machine's tracepoints, and mostly its processors, for itself: two at once would time out rather than tell more.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
