namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>How requests are packed.</summary>
internal enum Compression
{
    None,
    Gzip,
}
