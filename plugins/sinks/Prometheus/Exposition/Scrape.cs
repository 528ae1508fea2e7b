using Pipeline.Sinks.Prometheus.Store;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>One rendering of everything there is.</summary>
internal static class Scrape
{
    private const int WriteBytes = 64 << 10;

    /// <summary>
    /// Writes the families one after another, in pieces: however much there is, it takes little memory, and a reader that stalls holds no lock.
    /// </summary>
    public static async Task WriteAsync(SeriesStore store, MetricExposition exposition, Stream body, CancellationToken cancel)
    {
        using var output = new PooledBuffer(2 * WriteBytes);
        var lastBirth = store.Births.Last;
        foreach (var family in store.Catalog.Families)
        {
            exposition.Begin(family);
            foreach (var column in family.Columns)
            {
                var table = store.TableOf(column);
                for (var place = 0; place >= 0;)
                {
                    place = table.Write(place, column, lastBirth, exposition, output);
                    if (output.Length >= WriteBytes)
                        await FlushAsync().ConfigureAwait(false);
                }
            }

            exposition.End(output);
        }

        exposition.Finish(output);
        await FlushAsync().ConfigureAwait(false);

        async ValueTask FlushAsync()
        {
            // A large piece, such as a message, would be copied whole before the server begins to send it.
            for (var rest = output.Memory; !rest.IsEmpty; rest = rest[Math.Min(WriteBytes, rest.Length)..])
            {
                cancel.ThrowIfCancellationRequested();
                await body.WriteAsync(rest[..Math.Min(WriteBytes, rest.Length)], cancel).ConfigureAwait(false);
            }

            output.Clear();
        }
    }
}
