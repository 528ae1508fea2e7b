namespace Pipeline.Kernel.Tests.Running;

/// <summary>An edge's line.</summary>
internal sealed record LedgerEdge(string From, string To, long In, long Out, Dictionary<string, long> Dropped, long InFlight, long Stored);
