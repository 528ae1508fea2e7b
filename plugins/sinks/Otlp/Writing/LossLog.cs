using Microsoft.Extensions.Logging;
using Pipeline.Otlp;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>Says once of each kind that something in the rows could not be sent as it is. Thread-safe.</summary>
internal sealed class LossLog(ILogger log)
{
    private int _texts;
    private int _histograms;

    /// <summary>Looks at what an encoder has counted.</summary>
    public void Look(EncodingLosses losses)
    {
        if (losses.RepairedTexts > 0 && Interlocked.Exchange(ref _texts, 1) == 0)
            log.LogWarning("there are texts that are not UTF-8, as OTLP wants them: U+FFFD stands for what is not; this is not said again");
        if (losses.UnreadableHistograms > 0 && Interlocked.Exchange(ref _histograms, 1) == 0)
            log.LogWarning("there are histograms that cannot be read: no data point is sent of them; this is not said again");
    }
}
