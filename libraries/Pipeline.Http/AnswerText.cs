using System.Text;

namespace Pipeline.Http;

/// <summary>The first of what a server says in the body of an answer, for people.</summary>
internal static class AnswerText
{
    private const int MostBytes = 1 << 10;

    /// <summary>One line of at most a KiB, without characters that do something to a terminal; empty where nothing can be read.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var bytes = new byte[MostBytes];
        var length = 0;
        try
        {
            var body = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                length = await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has been read, and says what to do; what explains it is cut short.
        }

        var text = new StringBuilder(length);
        foreach (var c in Encoding.UTF8.GetString(bytes, 0, length).Trim())
            text.Append(char.IsControl(c) ? ' ' : c);
        return text.ToString();
    }
}
