namespace Pipeline.Bpf.Reading;

/// <summary>When a source reads what its programs made.</summary>
/// <param name="Latency">How long rows may wait in a ring so that they are read in batches; shortened where more than a quarter of the ring, or 2 MiB, would gather.</param>
/// <param name="Interval">How often tables of figures are read; once more at the end, and whenever somebody asks.</param>
public sealed record ReadSettings(TimeSpan Latency, TimeSpan Interval);
