using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pipeline.Bpf.Btf;

/// <summary>Decodes the .BTF section as linux/btf.h and Documentation/bpf/btf.rst lay it out.</summary>
internal static class BtfParser
{
    private const ushort Magic = 0xeb9f;
    private const int HeaderSize = 24;

    /// <exception cref="FormatException">The section is damaged or of an unknown kind; the message says why.</exception>
    internal static BtfTypes Parse(ReadOnlySpan<byte> section)
    {
        if (section.Length < HeaderSize || BinaryPrimitives.ReadUInt16LittleEndian(section) != Magic)
            throw new FormatException("its .BTF section does not begin as BTF does");
        var headerLength = BinaryPrimitives.ReadUInt32LittleEndian(section[4..]);
        if (headerLength < HeaderSize || headerLength > (uint)section.Length)
            throw new FormatException($"its BTF header claims {headerLength} bytes");
        var body = section[(int)headerLength..];
        var types = Part(body, section[8..], "type");
        var strings = Part(body, section[16..], "string");

        // The void type has id 0 and no bytes.
        var list = ImmutableArray.CreateBuilder<BtfType>();
        list.Add(new BtfType(0, BtfKind.Void, "void"));
        var cursor = new BtfCursor(types, strings);
        while (!cursor.AtEnd)
            list.Add(ReadType((uint)list.Count, ref cursor));
        return new BtfTypes(list.ToImmutable());
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> body, ReadOnlySpan<byte> place, string what)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(place);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(place[4..]);
        return offset <= (uint)body.Length && length <= (uint)body.Length - offset
            ? body.Slice((int)offset, (int)length)
            : throw new FormatException($"its BTF is truncated: the {what} section reaches beyond the end");
    }

    private static BtfType ReadType(uint id, ref BtfCursor cursor)
    {
        var name = cursor.Name();
        var info = cursor.U32();
        var kind = (BtfKind)(info >> 24 & 0x1f);
        var count = (int)(info & 0xffff);
        var flag = info >> 31 != 0;
        var type = new BtfType(id, kind, name);
        switch (kind)
        {
            case BtfKind.Int:
                type = type with { Size = cursor.I31() };
                return type with { IsSigned = (cursor.U32() >> 24 & 1) != 0 };
            case BtfKind.Array:
                cursor.U32();
                type = type with { Target = cursor.U32() };
                cursor.U32();
                return type with { Length = cursor.I31() };
            case BtfKind.Struct or BtfKind.Union:
                return type with { Size = cursor.I31(), Members = ReadMembers(ref cursor, count, flag) };
            case BtfKind.Enum or BtfKind.Enum64:
                return type with { Size = cursor.I31(), IsSigned = flag, Enumerators = ReadEnumerators(ref cursor, count, flag, kind == BtfKind.Enum64) };
            case BtfKind.FunctionPrototype:
                type = type with { Target = cursor.U32() };
                Skip(ref cursor, count, 2);
                return type;
            case BtfKind.Variable:
                type = type with { Target = cursor.U32() };
                cursor.U32();
                return type;
            case BtfKind.DataSection:
                return type with { Size = cursor.I31(), Variables = ReadVariables(ref cursor, count) };
            case BtfKind.DeclTag:
                type = type with { Target = cursor.U32() };
                return type with { Component = (int)cursor.U32() };
            case BtfKind.Float:
                return type with { Size = cursor.I31() };
            case BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.Function
                or BtfKind.TypeTag:
                return type with { Target = cursor.U32() };
            default:
                throw new FormatException($"its BTF has a type of unknown kind {(int)kind}");
        }
    }

    private static ImmutableArray<BtfMember> ReadMembers(ref BtfCursor cursor, int count, bool hasBitSizes)
    {
        cursor.Expect(count, 12);
        var members = ImmutableArray.CreateBuilder<BtfMember>(count);
        for (var i = 0; i < count; i++)
        {
            var (name, type, offset) = (cursor.Name(), cursor.U32(), cursor.U32());
            members.Add(hasBitSizes
                ? new BtfMember(name, type, (int)(offset & 0xffffff), (int)(offset >> 24))
                : new BtfMember(name, type, (int)(offset & 0x7fffffff), 0));
        }

        return members.MoveToImmutable();
    }

    private static ImmutableArray<EnumName> ReadEnumerators(ref BtfCursor cursor, int count, bool signed, bool wide)
    {
        cursor.Expect(count, wide ? 12 : 8);
        var names = ImmutableArray.CreateBuilder<EnumName>(count);
        for (var i = 0; i < count; i++)
        {
            var (name, low) = (cursor.Name(), cursor.U32());
            names.Add(new EnumName(name, wide ? (long)(low | (ulong)cursor.U32() << 32) : signed ? (int)low : low));
        }

        return names.MoveToImmutable();
    }

    private static ImmutableArray<uint> ReadVariables(ref BtfCursor cursor, int count)
    {
        cursor.Expect(count, 12);
        var variables = ImmutableArray.CreateBuilder<uint>(count);
        for (var i = 0; i < count; i++)
        {
            variables.Add(cursor.U32());
            Skip(ref cursor, 1, 2);
        }

        return variables.MoveToImmutable();
    }

    private static void Skip(ref BtfCursor cursor, int entries, int words)
    {
        for (var i = 0; i < entries * words; i++)
            cursor.U32();
    }
}
