namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>It is always 1,700,000,000 seconds after 1970.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
}
