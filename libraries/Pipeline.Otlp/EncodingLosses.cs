namespace Pipeline.Otlp;

/// <summary>Counts what did not come through as it was. One thread at a time writes, any may read.</summary>
internal sealed class EncodingLosses
{
    /// <summary>Texts that were not UTF-8, in which U+FFFD stands for what was not.</summary>
    public long RepairedTexts { get; set; }

    /// <summary>Histogram cells that are set and none of their type, so that there is no data point of them.</summary>
    public long UnreadableHistograms { get; set; }
}
