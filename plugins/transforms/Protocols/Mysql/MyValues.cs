using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>The values of an execution, one after another as parameters come.</summary>
internal ref struct MyValues : IStatementValues
{
    private readonly MyStatement _statement;
    private readonly ReadOnlySpan<byte> _nulls;
    private readonly ulong _long;
    private readonly int _count;
    private MyFields _fields;
    private int _next;

    /// <param name="statement">What is executed.</param>
    /// <param name="body">The packet behind flags and iterations, as far as it is there.</param>
    /// <param name="longData">Parameters whose values were sent before, a bit each.</param>
    /// <param name="count">How many values there are.</param>
    /// <param name="hasNames">Whether each type has a name, as attributes of queries have.</param>
    public MyValues(MyStatement statement, ReadOnlySpan<byte> body, ulong longData, int count, bool hasNames)
    {
        (_statement, _long, _count) = (statement, longData, count);
        _fields = new MyFields(body);
        _nulls = _fields.Take((count + 7) / 8);
        if (_fields.Byte() != 1)
            return;
        for (var i = 0; i < count; i++)
        {
            statement.SetType(i, _fields.Short());
            if (hasNames)
                _fields.Counted();
        }
    }

    public bool TryAdd(int index, ByteList list, int most)
    {
        if (index >= _count)
            return false;
        for (; _next < index; _next++)
            Take(_next, out _, out _, out _);
        _next++;
        var value = Take(index, out var type, out var isUnsigned, out var isLong);
        if (isLong)
            Readable.Add(list, "'...'"u8, most, TextStyle.Plain);
        else if (type is not { } known || (_fields.IsCut && value.IsEmpty))
            return false;
        else
            MyValue.Add(list, value, known, isUnsigned, most, !_fields.IsCut);
        return true;
    }

    private ReadOnlySpan<byte> Take(int index, out MyType? type, out bool isUnsigned, out bool isLong)
    {
        (type, isUnsigned) = (null, false);
        if (index < _statement.Types)
            (type, isUnsigned) = _statement.TypeOf(index);
        isLong = index < 64 && (_long >> index & 1) != 0;
        if (_nulls.Length > index / 8 && (_nulls[index / 8] >> index % 8 & 1) != 0)
            type = MyType.Null;
        return isLong || type is null || _fields.IsCut ? default : MyValue.Take(ref _fields, type.Value);
    }
}
