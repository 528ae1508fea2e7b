using System.Text.Json;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Rows of the host's own tables, taken from its JSON output while it runs; other rows are read and forgotten.</summary>
internal sealed class HostSamples
{
    private readonly List<JsonElement> _rows = [];
    private readonly Task _reading;

    internal HostSamples(Command host) => _reading = ReadAsync(host.Output.BaseStream);

    /// <summary>The rows of a table, once the host has ended.</summary>
    internal async Task<IReadOnlyList<JsonElement>> OfAsync(string table)
    {
        await _reading.ConfigureAwait(false);
        return [.. _rows.Where(r => r.GetProperty("table").GetString() == table)];
    }

    private async Task ReadAsync(Stream output)
    {
        // Bytes, not lines as strings: the reader must not cost what the host is measured at.
        var buffer = new byte[1 << 20];
        var used = 0;
        while (await output.ReadAsync(buffer.AsMemory(used)).ConfigureAwait(false) is > 0 and var read)
        {
            used += read;
            var whole = buffer.AsSpan(0, used).LastIndexOf((byte)'\n') + 1;
            Keep(buffer.AsSpan(0, whole));
            buffer.AsSpan(whole, used - whole).CopyTo(buffer);
            used -= whole;
        }
    }

    private void Keep(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf("{\"table\":\"pipeline_"u8) is >= 0 and var start)
        {
            lines = lines[start..];
            var end = lines.IndexOf((byte)'\n');
            var reader = new Utf8JsonReader(lines[..end]);
            _rows.Add(JsonElement.ParseValue(ref reader));
            lines = lines[end..];
        }
    }
}
