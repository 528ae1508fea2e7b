using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Red;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>The metrics of random calls beside those that a plain loop makes.</summary>
public sealed class RedPropertyTests
{
    private const int Cases = 60;

    // By table: all labels but those that by adds, in the order of their columns.
    private static readonly Dictionary<string, string[]> Labels = new()
    {
        ["http_server"] = ["http_request_method", "http_route", "http_response_status_code", "error_type", "url_scheme", "network_protocol_version", "server_address", "server_port"],
        ["http_client"] = ["http_request_method", "url_template", "http_response_status_code", "error_type", "url_scheme", "network_protocol_version", "server_address", "server_port"],
        ["rpc"] = ["rpc_system_name", "rpc_method", "rpc_response_status_code", "error_type", "server_address", "server_port"],
        ["db"] = ["db_system_name", "db_namespace", "db_collection_name", "db_operation_name", "db_response_status_code", "error_type", "server_address", "server_port"],
        ["messaging"] = ["messaging_system", "messaging_operation_name", "messaging_operation_type", "messaging_destination_name", "messaging_consumer_group_name", "error_type", "server_address", "server_port"],
        ["dns"] = ["dns_question_name", "error_type"],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Metrics_of_random_calls_are_those_that_a_plain_loop_makes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var temporality = random.Next(2) == 0 ? Temporality.Delta : Temporality.Cumulative;
            using var run = new RedRun(new RedOptions { Temporality = temporality }, Spans.All);
            var oracle = new RedOracle();
            for (var interval = 0; interval < 3; interval++)
            {
                for (var batches = random.Next(4); batches > 0; batches--)
                {
                    var table = Spans.All[random.Next(Spans.All.Length)];
                    Span[] spans = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => RandomSpan.Of(table, random))];
                    run.Process(Spans.Batch(table, spans, run.Emitter.Arena, random));
                    foreach (var span in spans)
                        oracle.Add(table, span, path => RandomSpan.Paths[path]);
                }

                var seen = new SortedDictionary<string, string>(
                    run.Flush().Where(t => t.Key != "service_map").SelectMany(t => t.Select(row => (Key: KeyOf(t.Key, row), Value: ValueOf(t.Key, row)))).ToDictionary(r => r.Key, r => r.Value), StringComparer.Ordinal);
                Assert.Equal(oracle.Lines, seen);
                if (temporality == Temporality.Delta)
                    oracle.Forget();
            }
        }
    }

    private static string KeyOf(string table, GroupedRow row)
    {
        var labels = Labels.Single(l => table.StartsWith(l.Key + "_", StringComparison.Ordinal)).Value;
        return $"{table} {string.Join(' ', labels.Append("exe").Select(l => row[l] is Int128 number ? number.ToString() : row.Text(l)))}";
    }

    private static string ValueOf(string table, GroupedRow row) =>
        table.EndsWith("messages", StringComparison.Ordinal) ? row.Integer("messages").ToString() : row.Histogram(table.EndsWith("size", StringComparison.Ordinal) ? "size" : "duration").ToString();
}
