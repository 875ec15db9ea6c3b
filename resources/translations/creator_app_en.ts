<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CardDelegate</name>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation>
            <numerusform>%n hit</numerusform>
            <numerusform>%n hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message numerus="yes">
        <source>Make %n shot(s)</source>
        <translation>
            <numerusform>Make %n shot</numerusform>
            <numerusform>Make %n shots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HitList</name>
    <message numerus="yes">
        <source>Said or written: %n</source>
        <translation>
            <numerusform>Said or written: %n</numerusform>
            <numerusform>Said or written: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobsDrawer</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RailItem</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceoverPanel</name>
    <message numerus="yes">
        <source>Make %n block(s)</source>
        <translation>
            <numerusform>Make %n block</numerusform>
            <numerusform>Make %n blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Speaking %n block(s)</source>
        <translation>
            <numerusform>Speaking %n block</numerusform>
            <numerusform>Speaking %n blocks</numerusform>
        </translation>
    </message>
</context>
</TS>
