using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>What a file sink has written, read by .NET's own JSON reader.</summary>
internal static class FileEnd
{
    /// <summary>The rows of the files that match, in any order.</summary>
    internal static async Task<Arrivals> ReadAsync(Input input, string folder, string pattern)
    {
        var arrivals = new Arrivals(input);
        foreach (var file in Directory.GetFiles(folder, pattern))
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            await using (stream.ConfigureAwait(false))
                await LineReader.ReadAsync(stream, arrivals.Add).ConfigureAwait(false);
        }

        return arrivals;
    }
}
