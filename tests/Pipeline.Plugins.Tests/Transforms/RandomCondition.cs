using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Plugins.Tests.Transforms;

/// <summary>
/// Writes random conditions over a <see cref="RandomTable"/> and says what each is worth, row by row, by means the filter does not use: wide integers,
/// the framework's networks, a backtracking regex. Levels: 1 or, 2 and, 3 not, 4 comparison, 5 | 6 ^ 7 &amp; 8 shifts 9 sums 10 products 11 signs 12 the rest.
/// </summary>
internal sealed class RandomCondition(RandomTable table, Random random)
{
    private static readonly string[] Integers = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "v64"];
    private static readonly string[] Texts = ["comm", "tag", "file", "path", "body", "key"];

    public Term<bool> Condition(int depth) => (depth > 0 ? random.Next(9) : random.Next(4, 9)) switch
    {
        0 or 1 => Chain(depth, "&&", "and", 2, (a, b) => a && b),
        2 => Chain(depth, "||", "or", 1, (a, b) => a || b),
        3 => Not(Condition(depth - 1)),
        4 => Flag(),
        5 => TextTest(),
        6 => random.Next(3) switch { 0 => NameTest(), 1 => AddressTest(), _ => ListTest() },
        7 => FloatTest(depth),
        _ => IntegerTest(depth),
    };

    private Term<bool> Chain(int depth, string symbol, string word, int level, Func<bool, bool, bool> join)
    {
        var (a, b) = (Condition(depth - 1), Condition(depth - 1));
        return new($"{In(a, level)} {Pick(symbol, word)} {In(b, level + 1)}", level, row => join(a.Value(row), b.Value(row)));
    }

    private Term<bool> Not(Term<bool> a) => new($"{Pick("! ", "not ")}{In(a, 3)}", 3, row => !a.Value(row));

    private Term<bool> Flag()
    {
        var (a, b) = (Bool(), Bool());
        var same = random.Next(2) == 0;
        return random.Next(3) == 0 ? a : new($"{a.Text} {(same ? "==" : "!=")} {b.Text}", 4, row => a.Value(row) == b.Value(row) == same);
    }

    private Term<bool> Bool() => random.Next(5) switch
    {
        0 => new("true", 12, _ => true),
        1 => new("false", 12, _ => false),
        2 => new("no", 12, Cells<Int128, bool>("no", v => v != 0)),
        _ => new("yes", 12, Cells<Int128, bool>("yes", v => v != 0)),
    };

    private Term<bool> IntegerTest(int depth)
    {
        var a = Integer(depth);
        if (random.Next(5) == 0)
        {
            var members = Enumerable.Range(0, random.Next(1, 15)).Select(_ => Literal()).ToList();
            var negated = random.Next(2) == 0;
            return new($"{In(a, 5)} {(negated ? "not in" : "in")} [{string.Join(", ", members.Select(m => m.Text))}]", 4,
                row => members.Any(m => a.Value(row) == m.Value(row) && a.Value(row) != null) != negated);
        }

        var b = random.Next(2) == 0 ? Literal() : Integer(depth);
        return random.Next(2) == 0 ? Compare(a, b, (x, y) => x.CompareTo(y)) : Compare(b, a, (x, y) => x.CompareTo(y));
    }

    private Term<bool> FloatTest(int depth)
    {
        var (a, b) = (Float(depth), Float(depth));
        var (text, test) = Pick<(string, Func<double, double, bool>)>(
            ("==", (x, y) => x == y), ("!=", (x, y) => x != y), ("<", (x, y) => x < y), ("<=", (x, y) => x <= y), (">", (x, y) => x > y), (">=", (x, y) => x >= y));
        return new($"{In(a, 5)} {text} {In(b, 5)}", 4, row => test(a.Value(row), b.Value(row)));
    }

    /// <summary>A comparison with nothing is false, and so is unequal.</summary>
    private Term<bool> Compare<T>(Term<T?> a, Term<T?> b, Func<T, T, int> order)
        where T : struct
    {
        var (text, test) = Pick<(string, Func<int, bool>)>(
            ("==", c => c == 0), ("<", c => c < 0), ("<=", c => c <= 0), (">", c => c > 0), (">=", c => c >= 0), ("!=", c => c == 0));
        return new($"{In(a, 5)} {text} {In(b, 5)}", 4,
            row => (a.Value(row) is { } x && b.Value(row) is { } y && test(order(x, y))) != (text == "!="));
    }

    private Term<Int128?> Integer(int depth)
    {
        if (depth <= 0 || random.Next(3) == 0)
            return IntegerColumn();
        var a = Integer(depth - 1);
        var b = random.Next(2) == 0 ? Literal() : Integer(depth - 1);
        switch (random.Next(12))
        {
            case 0:
                return new($"-{In(a, 11)}", 11, row => Fit(-Fit(a.Value(row))));
            case 1:
                return new($"~{In(a, 11)}", 11, row => a.Value(row) is { } x ? a.IsUnsigned ? ulong.MaxValue - x : -1 - x : null, IsUnsigned: a.IsUnsigned);
            case 2:
                return Bits(a, b, "&", 7, (x, y) => x & y);
            case 3:
                return Bits(a, b, "|", 5, (x, y) => x | y);
            case 4:
                return Bits(a, b, "^", 6, (x, y) => x ^ y);
            case 5 or 6:
                return Shift(a, depth);
            case 7:
                return Arithmetic(a, b, "+", 9, (x, y) => x + y);
            case 8:
                return Arithmetic(a, b, "-", 9, (x, y) => x - y);
            case 9:
                return Arithmetic(a, b, "*", 10, (x, y) => x * y);
            default:
                var divisor = b.IsConstant && b.Value(0) == 0 ? IntegerColumn() : b;
                return random.Next(2) == 0
                    ? Arithmetic(a, divisor, "/", 10, (x, y) => y == 0 ? null : x / y)
                    : Arithmetic(a, divisor, "%", 10, (x, y) => y == 0 ? null : x % y);
        }
    }

    private Term<Int128?> Arithmetic(Term<Int128?> a, Term<Int128?> b, string symbol, int level, Func<Int128, Int128, Int128?> compute) =>
        new($"{In(a, level)} {symbol} {In(b, level + 1)}", level,
            row => Fit(a.Value(row)) is { } x && Fit(b.Value(row)) is { } y ? Fit(compute(x, y)) : null);

    private Term<Int128?> Bits(Term<Int128?> a, Term<Int128?> b, string symbol, int level, Func<long, long, long> compute)
    {
        var unsigned = a.IsUnsigned || b.IsUnsigned;
        return new($"{In(a, level)} {symbol} {In(b, level + 1)}", level,
            row => a.Value(row) is { } x && b.Value(row) is { } y ? Typed(compute((long)x, (long)y), unsigned) : null, IsUnsigned: unsigned);
    }

    private Term<Int128?> Shift(Term<Int128?> a, int depth)
    {
        var constant = random.Next(64);
        var by = random.Next(2) == 0 ? Integer(depth - 1) : new Term<Int128?>($"{constant}", 12, _ => constant);
        var left = random.Next(2) == 0;
        return new($"{In(a, 8)} {(left ? "<<" : ">>")} {In(by, 9)}", 8,
            row => a.Value(row) is { } x && by.Value(row) is { } n && n >= 0 && n < 64
                ? left ? Typed(unchecked((long)(x << (int)n)), a.IsUnsigned) : x >> (int)n
                : null,
            IsUnsigned: a.IsUnsigned);
    }

    private Term<Int128?> IntegerColumn()
    {
        var name = Pick(Integers);
        return new(name, 12, Cells<Int128, Int128?>(name, v => v), IsUnsigned: name is "u64" or "v64");
    }

    private Term<Int128?> Literal()
    {
        var value = RandomTable.Integer(random.Next(3) == 0 ? ColumnType.U64 : ColumnType.I64, random);
        var text = value >= 0 && random.Next(3) == 0 ? $"0x{value:x}" : value > 9999 && random.Next(2) == 0 ? Grouped(value) : $"{value}";
        return new(text, value < 0 ? 11 : 12, _ => value, IsConstant: true, IsUnsigned: value > long.MaxValue);
    }

    private Term<double> Float(int depth)
    {
        switch (depth <= 0 ? random.Next(3) : random.Next(5))
        {
            case 0:
                return new("f", 12, Cells<double, double>("f", v => v));
            case 1:
                return new("g", 12, Cells<double, double>("g", v => v));
            case 2:
                var value = random.Next(-8, 9) / 2.0;
                return new(value.ToString("0.0", CultureInfo.InvariantCulture), value < 0 ? 11 : 12, _ => value);
            case 3:
                var integer = IntegerColumn();
                var other = Float(depth - 1);
                return new($"{In(integer, 9)} + {In(other, 10)}", 9,
                    row => (integer.IsUnsigned ? (ulong)integer.Value(row)! : (long)integer.Value(row)!) + other.Value(row));
            default:
                var (symbol, level, compute) = Pick<(string, int, Func<double, double, double>)>(
                    ("+", 9, (x, y) => x + y), ("-", 9, (x, y) => x - y), ("*", 10, (x, y) => x * y), ("/", 10, (x, y) => x / y), ("%", 10, (x, y) => x % y));
                var (a, b) = (Float(depth - 1), Float(depth - 1));
                return new($"{In(a, level)} {symbol} {In(b, level + 1)}", level, row => compute(a.Value(row), b.Value(row)));
        }
    }

    private Term<bool> TextTest()
    {
        var a = TextColumn();
        switch (random.Next(10))
        {
            case 0:
                var members = Enumerable.Range(0, random.Next(1, 15)).Select(_ => Quoted(RandomTable.Text(random))).ToList();
                return new($"{a.Text} in [{string.Join(",", members.Select(m => m.Text))}]", 4,
                    row => members.Any(m => m.Value(row).SequenceEqual(a.Value(row))));
            case 1:
                var (pattern, negated) = (Pick("^a", "b$", "a.b", "(a|é)+b", "[^ab]", "^$"), random.Next(2) == 0);
                var quoted = Pick($"r'{pattern}'", $"\"{pattern}\"");
                return new($"{a.Text} {(negated ? "!~" : "=~")} {quoted}", 4,
                    row => Regex.IsMatch(Encoding.UTF8.GetString(a.Value(row)), pattern) != negated);
        }

        var b = random.Next(3) == 0 ? TextColumn() : Quoted(RandomTable.Text(random));
        var (text, test) = Pick<(string, Func<byte[], byte[], bool>)>(
            ("==", (x, y) => Latin(x) == Latin(y)), ("!=", (x, y) => Latin(x) != Latin(y)),
            ("<", (x, y) => string.CompareOrdinal(Latin(x), Latin(y)) < 0), (">=", (x, y) => string.CompareOrdinal(Latin(x), Latin(y)) >= 0),
            ("<=", (x, y) => string.CompareOrdinal(Latin(x), Latin(y)) <= 0), (">", (x, y) => string.CompareOrdinal(Latin(x), Latin(y)) > 0),
            ("contains", (x, y) => Latin(x).Contains(Latin(y), StringComparison.Ordinal)),
            ("starts_with", (x, y) => Latin(x).StartsWith(Latin(y), StringComparison.Ordinal)),
            ("ends_with", (x, y) => Latin(x).EndsWith(Latin(y), StringComparison.Ordinal)));
        var flipped = random.Next(4) == 0;
        return flipped
            ? new($"{b.Text} {text} {a.Text}", 4, row => test(b.Value(row), a.Value(row)))
            : new($"{a.Text} {text} {b.Text}", 4, row => test(a.Value(row), b.Value(row)));
    }

    private Term<byte[]> TextColumn()
    {
        var name = Pick(Texts);
        return new(name, 12, Cells<byte[], byte[]>(name, v => v));
    }

    private Term<byte[]> Quoted(byte[] value)
    {
        var quote = random.Next(2) == 0 ? '"' : '\'';
        var text = new StringBuilder();
        foreach (var character in Encoding.UTF8.GetString(value))
            text.Append(character switch
            {
                '\\' => "\\\\",
                '\n' => random.Next(2) == 0 ? "\\n" : "\\x0a",
                'é' when random.Next(2) == 0 => "\\u00e9",
                _ when character == quote => $"\\{quote}",
                _ => character.ToString(),
            });
        return new($"{quote}{text}{quote}", 12, _ => value, IsConstant: true);
    }

    private Term<bool> NameTest()
    {
        if (random.Next(2) == 0)
        {
            var flag = random.Next(RandomTable.Flags.Length);
            int[] masks = [1, 2, 6];
            return new($"flags has '{RandomTable.Flags[flag]}'", 4, Cells<Int128, bool>("flags", v => (v & masks[flag]) == masks[flag]));
        }

        int[] numbers = [0, 1, -1];
        var operation = random.Next(RandomTable.Operations.Length);
        return new($"operation == \"{RandomTable.Operations[operation]}\"", 4, Cells<Int128, bool>("operation", v => v == numbers[operation]));
    }

    private Term<bool> AddressTest()
    {
        var text = RandomTable.Address(random);
        var parsed = IPAddress.Parse(text);
        if (random.Next(3) == 0)
            return new($"ip == '{text}'", 4, Cells<byte[], bool>("ip", v => new IPAddress(v).Equals(parsed.MapToIPv6())));
        if (random.Next(4) == 0)
            return new("ip != peer", 4, row => !Latin(Cells<byte[], byte[]>("ip", v => v)(row)).Equals(Latin(Cells<byte[], byte[]>("peer", v => v)(row)), StringComparison.Ordinal));
        var bits = random.Next(8, parsed.GetAddressBytes().Length * 8 + 1);
        var network = new System.Net.IPNetwork(Masked(parsed, bits), bits);
        return new($"ip in {Pick($"'{text}/{bits}'", $"['{text}/{bits}']")}", 4, Cells<byte[], bool>("ip", v =>
        {
            var address = new IPAddress(v);
            return network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        }));
    }

    private Term<bool> ListTest()
    {
        var element = Quoted(RandomTable.Text(random, 3));
        return new($"args contains {element.Text}", 4, Cells<byte[][], bool>("args", v => v.Any(t => t.SequenceEqual(element.Value(0)))));
    }

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new IPAddress(bytes);
    }

    private static Int128? Fit(Int128? value) => value >= long.MinValue && value <= long.MaxValue ? value : null;

    private static Int128 Typed(long bits, bool unsigned) => unsigned ? (ulong)bits : bits;

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string Grouped(Int128 value)
    {
        var text = $"{value}";
        return $"{text[..^3]}_{text[^3..]}";
    }

    private Func<int, TResult> Cells<T, TResult>(string column, Func<T, TResult> read)
    {
        var cells = table.Cells[RandomTable.Schema.Ordinal(column)];
        return row => read((T)cells[row]);
    }

    /// <summary>The term where an operand of at least this level is wanted.</summary>
    private string In<T>(Term<T> term, int level) => term.Level < level || random.Next(8) == 0 ? $"({term.Text})" : term.Text;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
