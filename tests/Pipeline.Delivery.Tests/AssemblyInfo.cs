// Each test has the machine's processors, and mostly its memory bandwidth, for itself: two at once would starve each other's ends.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
