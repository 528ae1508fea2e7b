using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>How long a scrape may take, and how much of that may pass with waiting for fresh figures.</summary>
internal readonly record struct ScrapeTimes(TimeSpan Whole, TimeSpan Reading)
{
    /// <summary>The header in which Prometheus tells how long it will wait.</summary>
    public const string Header = "X-Prometheus-Scrape-Timeout-Seconds";

    private const double DefaultSeconds = 30, LeastSeconds = 1, MostSeconds = 60;

    private static readonly TimeSpan MostReading = TimeSpan.FromMilliseconds(500);

    /// <summary>From the header, if there is one that makes sense.</summary>
    public static ScrapeTimes Of(StringValues header)
    {
        var seconds = double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultSeconds;
        var whole = TimeSpan.FromSeconds(Math.Clamp(seconds, LeastSeconds, MostSeconds));
        return new ScrapeTimes(whole, TimeSpan.FromTicks(Math.Min(MostReading.Ticks, whole.Ticks / 2)));
    }
}
