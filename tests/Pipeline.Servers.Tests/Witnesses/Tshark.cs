namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>What tshark makes of a capture.</summary>
internal static class Tshark
{
    // What no field's value has in it.
    private const char Between = '\u001f';

    /// <summary>What reads a capture and every stream in it in the stream's order: where a sender moves to another CPU, loopback delivers and tcpdump records a packet before the one that was sent first.</summary>
    internal static string[] Command(string file) => ["tshark", "-n", "-r", file, "-o", "tcp.reassemble_out_of_order:TRUE"];

    /// <summary>Chosen fields of the packets that pass a filter; a field may have several values.</summary>
    /// <param name="file">The capture.</param>
    /// <param name="protocol">What is spoken on the ports: http, dns, redis (as tshark names them).</param>
    /// <param name="ports">The servers'.</param>
    /// <param name="filter">Display filter.</param>
    /// <param name="fields">Names of fields.</param>
    internal static Task<List<string[][]>> FieldsAsync(string file, string protocol, IEnumerable<string> ports, string filter, params string[] fields) =>
        FieldsAsync(file, ports.SelectMany(p => (string[])["-d", $"{p},{protocol}"]), filter, fields);

    /// <inheritdoc cref="FieldsAsync(string, string, IEnumerable{string}, string, string[])"/>
    /// <param name="file">The capture.</param>
    /// <param name="reading">Options that say how packets are to be read.</param>
    /// <param name="filter">Display filter.</param>
    /// <param name="fields">Names of fields.</param>
    internal static async Task<List<string[][]>> FieldsAsync(string file, IEnumerable<string> reading, string filter, params string[] fields)
    {
        var said = await RunningProcess.RunAsync(
            [
                .. Command(file), .. reading, "-Y", filter,
                "-T", "fields", "-E", $"aggregator={Between}", .. fields.SelectMany(f => (string[])["-e", f]),
            ]).ConfigureAwait(false);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t').Select(f => f.Length == 0 ? [] : f.Split(Between)).ToArray())];
    }
}
