using System.Collections.Immutable;
using Pipeline.Expressions;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>The columns of the option <c>by</c>. An input that does not have one leaves it empty.</summary>
internal sealed class ByColumns
{
    private const string ProcessName = "process.executable.name";

    private readonly PerTable<int[]> _ordinals;

    private ByColumns(IReadOnlyList<string> names, IReadOnlyList<TableSchema> inputs)
    {
        for (var i = 0; i < names.Count; i++)
            if (!inputs.Any(t => t.Ordinal(names[i]) >= 0))
                throw new OptionException($"by.{i}", $"none of the inputs has a column '{names[i]}'") { Word = names[i], Accepted = [.. inputs.SelectMany(t => t.Columns).Select(c => c.Name).Distinct()] };
        Labels = [.. names.Select((name, i) => KeySchema.Label(name, $"by.{i}", [.. inputs.Where(t => t.Ordinal(name) >= 0)]) with { EmptyIsAbsent = true })];
        _ordinals = new PerTable<int[]>(inputs, table => [.. names.Select(table.Ordinal)]);
    }

    /// <summary>The columns that the option names; those with the process's name where it names none.</summary>
    /// <exception cref="OptionException">No input has such a column, two have it differently, or it tells no series apart.</exception>
    public static ByColumns Bind(IReadOnlyList<string>? names, IReadOnlyList<TableSchema> inputs) =>
        new(names ?? [.. inputs.SelectMany(t => t.Columns).Where(c => c.Attribute == ProcessName).Select(c => c.Name).Take(1)], inputs);

    /// <summary>The columns as labels.</summary>
    public ImmutableArray<ColumnSchema> Labels { get; }

    /// <summary>Adds the cells of a row to a key.</summary>
    public void Write(RecordBatch batch, int row, SeriesKey key)
    {
        var ordinals = _ordinals.Of(batch.Schema);
        for (var i = 0; i < ordinals.Length; i++)
        {
            var (ordinal, type) = (ordinals[i], Labels[i].Type);
            if (type.IsVariable)
                key.Text(ordinal < 0 ? default : batch.Cell(ordinal, row));
            else
                key.Bytes(ordinal < 0 ? default : type.IsText ? batch.Text(ordinal, row) : batch.Cell(ordinal, row), type.Width);
        }
    }
}
