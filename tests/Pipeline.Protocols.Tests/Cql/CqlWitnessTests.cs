using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using static Pipeline.Protocols.Tests.Cql.CqlBytes;

namespace Pipeline.Protocols.Tests.Cql;

/// <summary>What the Python driver of Cassandra encodes, with the LZ4 and Snappy of others.</summary>
public sealed class CqlWitnessTests
{
    [Fact]
    public async Task Queries_of_the_python_driver_are_read_in_every_version_and_compression()
    {
        var output = await Tool.RunAsync("python3-cassandra, python3-lz4, python3-snappy", "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Cql", "cql_witness.py"), "20280"]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 3)).ToList();
        Assert.Equal(["3lz4", "3none", "3snappy", "4lz4", "4none", "4snappy", "5lz4", "5none"], lines.Select(l => l[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (var conversation in lines.GroupBy(l => l[0]))
        {
            var (talk, version, stream) = (new Talk(), conversation.Key[0] - '0', 0);
            foreach (var line in conversation)
            {
                foreach (var piece in Convert.FromHexString(line[1]).Chunk(20_000))
                    talk.Say(true, piece);
                var answer = Envelope(version, stream, stream == 0 ? Ready : Result, stream == 0 ? [] : Int(1));
                talk.Say(false, version == 5 && stream > 0 ? Segment(answer) : answer);
                stream++;
            }

            var rows = talk.TableRowsOf(new ProtocolsOptions { MaxBody = new ByteSize(4 << 10) });
            Assert.Equal(40, rows.Count);
            foreach (var (line, row) in conversation.Zip(rows).Skip(1))
            {
                Assert.StartsWith(row["query"], line[2], StringComparison.Ordinal);
                Assert.Equal(Math.Min(line[2].Length, 4 << 10), row["query"].Length);
                Assert.Equal($"SELECT|{(line[2].Length < 8000 ? "LOCAL_QUORUM" : "")}", row.Cells("operation", "consistency"));
            }
        }
    }
}
