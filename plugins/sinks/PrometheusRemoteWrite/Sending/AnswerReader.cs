using System.Globalization;
using System.Net;
using Pipeline.Http;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Sending;

/// <summary>Tells from a response what became of a request.</summary>
internal static class AnswerReader
{
    private const string SamplesWritten = "X-Prometheus-Remote-Write-Samples-Written";
    private const string HistogramsWritten = "X-Prometheus-Remote-Write-Histograms-Written";
    private const string ExemplarsWritten = "X-Prometheus-Remote-Write-Exemplars-Written";

    /// <summary>What receivers say of samples, and the word for it.</summary>
    private static readonly (string Said, string Reason)[] Complaints =
    [
        ("out of order", "out_of_order"), ("duplicate sample", "duplicate_sample"), ("out of bounds", "out_of_bounds"), ("too old", "too_old"), ("too far", "too_far_in_future"),
    ];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var (kind, reason) = status switch
        {
            >= 200 and < 300 => (AnswerKind.Taken, ""),
            429 => (AnswerKind.TooMuch, StatusWord.Of(status)),
            >= 400 and < 500 => (AnswerKind.Refused, StatusWord.Of(status)),
            >= 500 and < 600 => (AnswerKind.NotNow, StatusWord.Of(status)),
            _ => (AnswerKind.NotNow, HttpFailure.BadAnswer),
        };
        var text = kind == AnswerKind.Taken ? "" : await AnswerText.ReadAsync(response, cancel).ConfigureAwait(false);
        return new Answer(kind, kind == AnswerKind.Refused ? Complaint(response.StatusCode, text) ?? reason : reason)
        {
            Status = response.StatusCode,
            Delay = RetryAfter.Of(response, time),
            Text = text,
            Written = WrittenBy(response),
        };
    }

    private static string? Complaint(HttpStatusCode status, string text) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Complaints.FirstOrDefault(complaint => text.Contains(complaint.Said, StringComparison.OrdinalIgnoreCase)).Reason,
        HttpStatusCode.RequestEntityTooLarge => "too_large",
        _ => null,
    };

    // Who says one of them and not another means that of the other there was none.
    private static long? WrittenBy(HttpResponseMessage response)
    {
        var (samples, histograms, exemplars) = (Count(response, SamplesWritten), Count(response, HistogramsWritten), Count(response, ExemplarsWritten));
        return samples is null && histograms is null && exemplars is null ? null : (samples ?? 0) + (histograms ?? 0);
    }

    private static long? Count(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && uint.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
