// Each test has the machine's loopback, its observers and mostly its processors for itself: two at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
