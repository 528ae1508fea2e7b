using System.Collections.Immutable;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Conventions;

/// <summary>Calls of databases.</summary>
internal sealed class DatabaseConvention(Side side) : Convention
{
    public override ImmutableArray<Metric> Metrics { get; } =
        [Metric.DatabaseDuration(Named("db.{side}.operation.duration", side), $"Duration of database {side.ToString().ToLowerInvariant()} operations.")];

    public override ImmutableArray<ColumnSchema> Labels { get; } =
    [
        Label.Text("db.system.name", "Kind of database."),
        Label.Text("db.namespace", "Database."),
        Label.Text("db.collection.name", "Table or collection."),
        Label.Text("db.operation.name", "Operation."),
        Label.Text("db.response.status_code", "Code of the error."),
        Label.Text("error.type", "What went wrong."),
        .. ServerEnd.Labels,
    ];

    public override void WriteKey(in Call call, SeriesKey key)
    {
        var database = call.Table.Database;
        key.Text(call.Text(database.System));
        key.Text(call.Text(database.Namespace));
        key.Text(call.Text(database.Collection));
        key.Text(call.Text(database.Operation));
        key.Text(call.Text(database.Status));
        key.Text(call.Error);
        ServerEnd.Write(call, key);
    }

    public override long Observe(in Call call, int metric) => call.Nanoseconds;
}
